//go:build !unix

package socket

import (
	"net"
	"syscall"
)

// rawConn returns nil: every write is finished by a goroutine, and the reader waits where it
// reads.
func rawConn(net.Conn) syscall.RawConn { return nil }

func rawWrite(syscall.RawConn, []byte) (int, error) { panic("socket: no raw writes here") }

type rawReader struct{}

func newRawReader(syscall.RawConn) *rawReader { return nil }
func (r *rawReader) wait() []byte             { return nil }
func (r *rawReader) free()                    {}
