module github.com/azu-live/azu/examples/showcase

go 1.26.0

require (
	github.com/azu-live/azu v0.0.0
	github.com/go-chi/chi/v5 v5.5.0
)

require (
	github.com/PuerkitoBio/goquery v1.13.0 // indirect
	github.com/andybalholm/cascadia v1.3.4 // indirect
	github.com/gorilla/websocket v1.5.3 // indirect
	golang.org/x/crypto v0.59.0 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sys v0.50.0 // indirect
)

replace github.com/azu-live/azu => ../..
