//go:build !unix

package socket

import (
	"net"
	"syscall"
)

// rawConn returns nil: every write is finished by a goroutine.
func rawConn(net.Conn) syscall.RawConn { return nil }

func rawWrite(syscall.RawConn, []byte) (int, error) { panic("socket: no raw writes here") }
