package live

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestFramesAreKeptAsIfEachWereByItself(t *testing.T) {
	const maxFrames, maxBytes = 40, 24 << 10
	s := &session{e: &Engine{limits: Limits{KeptFrames: maxFrames, KeptBytes: maxBytes}}}
	rng := rand.New(rand.NewPCG(1, 2))
	var want []string
	for range 20_000 {
		if rng.IntN(3) == 0 {
			n := rng.IntN(len(want) + 1)
			s.confirm(s.seq - uint64(len(want)-n))
			want = want[n:]
		} else {
			size := 1 + rng.IntN(20)
			switch rng.IntN(200) {
			case 0:
				size = rng.IntN(maxBytes + 100) // may be too much by itself
			case 1, 2, 3, 4, 5:
				size = rng.IntN(frameChunk + 100)
			}
			frame := make([]byte, size)
			for i := range frame {
				frame[i] = byte(rng.Uint32())
			}
			s.seq++
			s.keep(frame)
			want = append(want, string(frame))
			for len(want) > maxFrames || sizeOf(want) > maxBytes {
				want = want[1:]
			}
		}
		var got []string
		s.frames.each(func(frame []byte) { got = append(got, string(frame)) })
		if !slices.Equal(got, want) {
			t.Fatalf("after update %d there are %d frames, want %d, or others", s.seq, len(got), len(want))
		}
		if len(want) == 0 && s.frames != nil {
			t.Fatal("there is a chunk without a frame")
		}
		if since := s.seq - uint64(len(want)); !s.has(since) || since > 0 && s.has(since-1) {
			t.Fatalf("has says something else about update %d", since)
		}
	}
}

func sizeOf(frames []string) (n int) {
	for _, f := range frames {
		n += frameHead + len(f)
	}
	return n
}

func TestRow27FramesTakeLittleMoreMemoryThanIsAllowed(t *testing.T) {
	l, err := Limits{}.Filled()
	if err != nil {
		t.Fatal(err)
	}
	for _, sizes := range [][]int{{10}, {100}, {1000}, {2045}, {2500}, {3000}, {4093, 1}, {5000}, {8189, 1}, {16 << 10}, {16 << 10, 20}} {
		s := &session{e: &Engine{limits: l}}
		for i := range 2000 {
			s.seq++
			s.keep(make([]byte, sizes[i%len(sizes)]))
			// The allocator has blocks of certain sizes, and the chunk that grows has room to.
			_, size := s.frames.count()
			if held, may := s.frames.held(), size*4/3+2*frameChunk; held > may {
				t.Fatalf("frames of %v bytes: %d bytes are held for %d, %d may", sizes, held, size, may)
			}
		}
	}
}

func TestFramesThatAreReplacedTakeNoNewMemory(t *testing.T) {
	for _, size := range []int{10, 200, 2000, 16 << 10} {
		s := &session{e: &Engine{limits: Limits{KeptFrames: 256, KeptBytes: 128 << 10}}}
		frame := make([]byte, size)
		for range 2000 {
			s.keep(frame)
		}
		if n := testing.AllocsPerRun(2000, func() { s.keep(frame) }); n != 0 {
			t.Errorf("a frame of %d bytes takes %v allocations", size, n)
		}
	}
}
