package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
)

// process is this program, started again to be something else: nothing outlives whoever asked for it.
type process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *json.Decoder
}

// launch starts a command. Tests, which give up their own priority, do it in a way that keeps it.
var launch = (*exec.Cmd).Start

// startProcess starts one, with variables for its environment: one says what it is.
func startProcess(env ...string) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &process{cmd, in, json.NewDecoder(out)}, launch(cmd)
}

// ask sends a question and waits for its answer.
func (p *process) ask(question, answer any) error {
	if err := json.NewEncoder(p.in).Encode(question); err != nil {
		return err
	}
	return p.out.Decode(answer)
}

// stop lets the process come to its end, and waits for it.
func (p *process) stop() error {
	p.in.Close()
	return p.cmd.Wait()
}

// kill ends the process as kill -9 does.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}
