// Package app is the site around live pages: routes, layout, cookies, files, headers, and the server
// that runs it all.
//
// # Smallest program
//
//	a, err := app.New(app.Config{Dev: true})
//	if err != nil {
//		log.Fatal(err)
//	}
//	a.Page("/", live.NewPage(func() *Counter { return new(Counter) }))
//	log.Fatal(a.Run(context.Background()))
//
// It serves http://localhost:4000. In production Dev is false, and Config.Origins and Config.Keys are set.
//
// # What it adds to a page
//
// A live page is rendered inside the [Layout], with the Spark client in its head. Its visitor gets a
// cookie with a random login, sealed, for 14 days: the page's socket is bound to it. A page is for its
// visitor's browser alone, which asks for it each time but may keep it for going back; a middleware that
// has set Cache-Control decides otherwise. Files under [App.Files] are cached for good, under names that
// hold their content's hash.
//
// Each answer carries a strict Content-Security-Policy: scripts run with the answer's nonce alone,
// nothing is inline, and the DOM takes markup from the Spark client only (Trusted Types).
//
// # Addresses of its own
//
// /ws/components is the socket; /js/azu-spark.js the client, asked for at each use;
// /js/azu-spark-HASH.js the same, cached for good. They are answered before the router.
//
// # Concurrency
//
// Pages, files and routes are added before the app serves, on one goroutine. From then on an App may be
// used from any number of goroutines.
//
// # Errors
//
// New returns what is wrong with its Config and names the field. Routes that contradict each other
// panic. Errors of a page's Mount become error pages or redirects; those of 500 and more are logged.
package app
