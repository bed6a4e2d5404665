package live

import (
	"errors"
	"fmt"
	"reflect"
	"time"
)

// Limits bounds what clients and components may use. Zero fields have the default named beside them;
// there is no value for "unlimited", and New refuses negative ones.
type Limits struct {
	// What one client may send.
	EventRate     int           // events a second; 50. Beyond it, and the burst: refused with "rate"
	EventBurst    int           // events at once; 100
	FloodTime     time.Duration // so long over the rate closes the socket with 4003; 5 s
	QueuedEvents  int           // events waiting in a mailbox; 64. Beyond it: "rate"
	FaultyInputs  int           // malformed or unknown inputs in 10 s before 4003; 10
	JoinRate      int           // joins a second of one socket; 5. Beyond it: "limit"
	JoinTime      time.Duration // from the handshake to the first join, else 4002; 10 s
	MessageBytes  int           // one message; 64 KiB, else 1009
	ByteRate      int           // bytes a second on the socket; 256 KiB, else 4003
	ByteBurst     int           // bytes at once on the socket; 1 MiB
	Sockets       int           // open sockets in all; 20,000, else 503
	SocketsPerIP  int           // of one address without a login; 256, else 429
	SocketsPerKey int           // of one login; 50, else 429

	// Time on the socket.
	Ping      time.Duration // between the server's pings; 25 s
	Silence   time.Duration // without a byte from the client, else 4002; 60 s
	WriteTime time.Duration // for a frame the client does not take, else 4001; 10 s

	// One session.
	Mailbox         int           // messages waiting; 256. Beyond it Do returns ErrFull and a socket is closed
	UnjoinedMailbox int           // messages waiting before a browser joins; 32
	Views           int           // mounted views; 10,000
	Depth           int           // views inside views; 256
	Renders         int           // renders of one view for one message; 32
	TreeBytes       int           // one view's rendered values; 8 MiB
	Timers          int           // of one view; 256
	HandlerTime     time.Duration // after which a handler's context ends; 10 s
	Templates       int           // of one component type, see html.SetOptions; 256
	KeptFrames      int           // frames kept until the client has confirmed them; 256
	KeptBytes       int           // their size; 128 KiB. Without them a resume sends views whole

	// Sessions mounted by an HTTP request that no browser has joined yet. The oldest go first; their
	// browser mounts anew.
	Unjoined         time.Duration // 15 s
	UnjoinedPerLogin int           // 16
	UnjoinedPerIP    int           // 32
	UnjoinedBytes    int           // 64 MiB in all

	// Sessions whose socket is gone. The oldest go first; their browser mounts anew.
	Detached         time.Duration // 60 s
	DetachedPerLogin int           // 32
	DetachedSessions int           // 4,096 in all
	DetachedBytes    int           // 256 MiB in all
}

// defaultLimits holds the default of each field.
var defaultLimits = Limits{
	EventRate: 50, EventBurst: 100, FloodTime: 5 * time.Second, QueuedEvents: 64, FaultyInputs: 10,
	JoinRate: 5, JoinTime: 10 * time.Second,
	MessageBytes: 64 << 10, ByteRate: 256 << 10, ByteBurst: 1 << 20,
	Sockets: 20_000, SocketsPerIP: 256, SocketsPerKey: 50,
	Ping: 25 * time.Second, Silence: 60 * time.Second, WriteTime: 10 * time.Second,
	Mailbox: 256, UnjoinedMailbox: 32, Views: 10_000, Depth: 256, Renders: 32, TreeBytes: 8 << 20,
	Timers: 256, HandlerTime: 10 * time.Second, Templates: 256, KeptFrames: 256, KeptBytes: 128 << 10,
	Unjoined: 15 * time.Second, UnjoinedPerLogin: 16, UnjoinedPerIP: 32, UnjoinedBytes: 64 << 20,
	Detached: 60 * time.Second, DetachedPerLogin: 32, DetachedSessions: 4096, DetachedBytes: 256 << 20,
}

// withDefaults returns l with its zero fields filled.
func (l Limits) withDefaults() (Limits, error) {
	v, d := reflect.ValueOf(&l).Elem(), reflect.ValueOf(defaultLimits)
	var errs []error
	for i := range v.NumField() {
		switch n := v.Field(i).Int(); {
		case n == 0:
			v.Field(i).Set(d.Field(i))
		case n < 0:
			errs = append(errs, fmt.Errorf("Limits.%s is negative", v.Type().Field(i).Name))
		}
	}
	return l, errors.Join(errs...)
}
