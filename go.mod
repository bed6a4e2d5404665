module github.com/azu-live/azu

go 1.26
