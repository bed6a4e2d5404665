package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/live/livetest"
)

func site(t *testing.T) *app.App {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	a, err := newSite("localhost:0", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTheCounterCountsByItsStep(t *testing.T) {
	page := livetest.Open(t, site(t), "/counter")
	page.Find("h2").WantText("Counter: 0")
	page.Find(".btn-success").Click()
	page.Find("h2").WantText("Counter: 1")
	page.Find(".step-input").Change("5")
	page.Find(".btn-danger").WantText("-5")
	page.Find(".btn-danger").Click()
	page.Find(".btn-info").Click()
	page.Find("h2").WantText("Counter: -8")
	page.Find(".btn-secondary").Click()
	page.Find("h2").WantText("Counter: 0")
}

func TestAStepBelowOneIsNotTaken(t *testing.T) {
	page := livetest.Open(t, site(t), "/counter")
	for _, step := range []string{"0", "-3", "", "many"} {
		page.Find(".step-input").Change(step)
		page.Find(".btn-success").WantText("+1")
	}
}

func TestTheSearchLooksAtNamesAndAddresses(t *testing.T) {
	page := livetest.Open(t, site(t), "/users")
	page.Find(".user-card").WantCount(pageSize)
	page.Find("input[type=search]").Type("SØREN")
	page.Find(".user-card").WantCount(10)
	page.Find("input[type=search]").Change("soren.")
	page.Find(".user-card").WantCount(10)
	page.Find("input[type=search]").Type("nobody at all")
	page.Find(".user-card").WantCount(0)
	page.Find(".empty-state button").Click()
	page.Find(".summary h2").WantText("200 users")
}

func TestAPageThatIsNoLongerThereIsTheLastOne(t *testing.T) {
	page := livetest.Open(t, site(t), "/users?page=99&sort=joined")
	page.Find(".pagination [aria-current=page]").WantText("10")
	page.Find(".user-card").WantCount(pageSize)
}

func TestRemovingAsksAndThenSaysSo(t *testing.T) {
	page := livetest.Open(t, site(t), "/users?q=keiko")
	page.Find(".user-card").WantCount(10)
	page.Find(".user-card .btn-danger").Nth(0).WantAttr("z-confirm-click", "Are you sure you want to remove Keiko Costa?")
	page.Find(".user-card .btn-danger").Nth(0).Click()
	page.Find(".user-card").WantCount(9)
	page.Find(".notice").WantText("Removed Keiko Costa.")
	page.Find(".btn-outline-secondary").Click()
	page.Find(".notice").WantText("")
}

func TestWhatAFormCannotTakeStaysOpen(t *testing.T) {
	page := livetest.Open(t, site(t), "/users?q=keiko.costa")
	page.Find(".user-card .btn-primary").Click()
	page.Find(".user-form").Submit("name", " ", "email", "k@example.org")
	page.Find(".problem").WantText("Please enter a name.")
	page.Find(".user-form [name=name]").WantAttr("aria-invalid", "true")
	page.Find(".user-form [name=email]").WantAttr("aria-invalid", "false")
	page.Find(".user-form").Submit("name", "K", "email", "K <k@example.org>")
	page.Find(".problem").WantText("Please enter an email address, such as name@example.org.")
	page.Find(".user-form").Submit("name", "Keiko A.", "email", "keiko.costa@example.com")
	page.Find(".user-form").WantCount(0)
	page.Find(".user-card h3").WantText("Keiko A.")
}

func TestTheClockTicksByItself(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		a, err := newSite("localhost:0", time.Second)
		if err != nil {
			t.Fatal(err)
		}
		page := livetest.Open(t, a, "/users")
		page.Find(".clock").WantText("Server time 00:00:00")
		page.Advance(3 * time.Second)
		page.Find(".clock").WantText("Server time 00:00:03")
	})
}

func TestTheGeneratedUsersAreTheSameEachTimeAndAllDifferent(t *testing.T) {
	names, emails := make(map[string]bool), make(map[string]bool)
	again := generateUsers()
	for i, u := range generateUsers() {
		if u != again[i] {
			t.Errorf("user %d differs the second time", u.ID)
		}
		if names[u.Name] || emails[u.Email] {
			t.Errorf("%s <%s> stands there twice", u.Name, u.Email)
		}
		names[u.Name], emails[u.Email] = true, true
		if strings.Trim(u.Email, "abcdefghijklmnopqrstuvwxyz.@") != "" {
			t.Errorf("%s is no plain address", u.Email)
		}
	}
	if len(names) != userCount {
		t.Errorf("got %d users", len(names))
	}
}

func TestEachUserHasAPicture(t *testing.T) {
	a := site(t)
	for path, want := range map[string]int{
		"/avatars/1.svg":   http.StatusOK,
		"/avatars/200.svg": http.StatusOK,
		"/avatars/201.svg": http.StatusNotFound,
		"/avatars/x.svg":   http.StatusNotFound,
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host = "localhost"
		a.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
}

func TestASearchFindsAnAddressEnteredInCapitals(t *testing.T) {
	list := NewUsers(time.Second)
	list.All[0].Email, list.Filter = "Zed@Example.org", "zed@example"
	if found := list.found(); len(found) != 1 {
		t.Errorf("found %d users, want the one", len(found))
	}
}

func TestAnAddressIsNothingElseInALink(t *testing.T) {
	page := livetest.Open(t, site(t), "/users")
	page.Find(".user-card .btn-primary").Nth(0).Click()
	page.Find(".user-form").Submit("name", "A", "email", "a?bcc=all@example.org")
	page.Find(".user-info a").Nth(0).WantAttr("href", "mailto:a%3Fbcc=all@example.org")
}
