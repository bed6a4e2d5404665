module github.com/azu-live/azu/bench

go 1.26.0

require (
	github.com/a-h/templ v0.3.977
	github.com/azu-live/azu v0.0.0
	github.com/go-chi/chi/v5 v5.5.0
	github.com/gorilla/websocket v1.5.3
	maragu.dev/gomponents v1.2.0
)

require (
	golang.org/x/crypto v0.59.0 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sys v0.50.0 // indirect
)

replace github.com/azu-live/azu => ../
