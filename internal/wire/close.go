package wire

// Close codes a server sends when it ends a socket, and what the client does then.
const (
	CloseNormal     = 1000
	CloseLeaving    = 1001
	CloseProtocol   = 1002
	CloseEncoding   = 1007
	ClosePolicy     = 1008
	CloseTooBig     = 1009
	CloseInternal   = 1011
	CloseRestart    = 1012
	CloseOverloaded = 1013
	CloseSlowReader = 4001
	CloseSilence    = 4002
	CloseFlood      = 4003
	CloseReplaced   = 4004
)

// A Reaction is what the client does about a close code.
type Reaction string

// The reactions of a client.
const (
	Reconnect Reaction = "reconnect" // after a random wait that grows
	Reload    Reaction = "reload"    // once
	Stop      Reaction = "stop"      // and say so to the visitor
)

// CloseInfo is one row of the table of close codes.
type CloseInfo struct {
	Code     int
	Meaning  string
	Reaction Reaction
}

// CloseCodes is the table of close codes; docs/protocol.md repeats it and a test compares
// the two. A connection that ends without a close frame, 1006 in a browser, is reconnected.
var CloseCodes = [...]CloseInfo{
	{CloseNormal, "The client closed the socket, or left", Stop},
	{CloseLeaving, "The page is being left", Stop},
	{CloseProtocol, "A frame broke the rules of RFC 6455", Stop},
	{CloseEncoding, "A text message was not UTF-8", Stop},
	{ClosePolicy, "The login was revoked or may not be here", Reload},
	{CloseTooBig, "A message was larger than the limit", Stop},
	{CloseInternal, "The server failed, or a handler never came back", Reconnect},
	{CloseRestart, "The server is going down, another is there or coming", Reconnect},
	{CloseOverloaded, "The server has too much to do", Reconnect},
	{CloseSlowReader, "The client did not read what was written to it in time", Reconnect},
	{CloseSilence, "Nothing came from the client, or no join in time", Reconnect},
	{CloseFlood, "The client sent too much, too fast, or too much nonsense", Stop},
	{CloseReplaced, "A newer socket took over the session", Stop},
}
