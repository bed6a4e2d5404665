// Package pipe calls methods of another process over its standard input and output.
package pipe

import (
	"context"
	"fmt"
	"io"
	"net/rpc"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// None is the argument or the answer of a method without one.
type None bool

// Serve answers calls to the methods of v until the standard input ends: with the process at its other
// end, whatever that dies of.
func Serve(v any) error {
	s := rpc.NewServer()
	if err := s.RegisterName("Process", v); err != nil {
		return err
	}
	s.ServeConn(stdio{os.Stdin, os.Stdout})
	return nil
}

// A Process is another process that calls Serve.
type Process struct {
	cmd    *exec.Cmd
	client *rpc.Client
}

// Start starts this program again with other arguments. The process is killed when ctx ends.
func Start(ctx context.Context, args ...string) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &Process{cmd, rpc.NewClient(stdio{out, in})}, nil
}

// Call calls a method of the value that the process serves; answer is a pointer.
func (p *Process) Call(method string, arg, answer any) error {
	if err := p.client.Call("Process."+method, arg, answer); err != nil {
		return fmt.Errorf("%s of %q: %w", method, p.cmd.Args[1:], err)
	}
	return nil
}

// Stop ends the process, and waits until it has.
func (p *Process) Stop() {
	p.client.Close() // an error means that it has ended before
	late := time.AfterFunc(5*time.Second, func() { p.cmd.Process.Kill() })
	defer late.Stop()
	p.cmd.Wait()
}

// Kill ends the process with SIGKILL, and waits until it has.
func (p *Process) Kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
	p.client.Close()
}

// CPU measures the processor time that a process takes during f.
func (p *Process) CPU(f func() error) (time.Duration, error) {
	var before, after time.Duration
	if err := p.Call("CPU", None(false), &before); err != nil {
		return 0, err
	}
	if err := f(); err != nil {
		return 0, err
	}
	err := p.Call("CPU", None(false), &after)
	return after - before, err
}

// Usage has the method that CPU calls.
type Usage struct{}

// CPU tells the processor time that the process has taken.
func (Usage) CPU(_ None, used *time.Duration) error {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return err
	}
	*used = time.Duration(u.Utime.Nano() + u.Stime.Nano())
	return nil
}

// stdio is a process's input and output as one.
type stdio struct {
	io.ReadCloser
	io.WriteCloser
}

func (s stdio) Close() error {
	s.WriteCloser.Close()
	return s.ReadCloser.Close()
}
