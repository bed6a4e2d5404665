module github.com/azu-live/azu/examples/showcase

go 1.26

require github.com/azu-live/azu v0.0.0

replace github.com/azu-live/azu => ../..
