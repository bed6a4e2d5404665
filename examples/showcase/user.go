package main

import (
	"fmt"
	"strings"
	"time"
)

// User is one person of the list.
type User struct {
	ID     int64
	Name   string
	Email  string
	City   string
	Joined time.Time
}

// Key tells users apart.
func (u *User) Key() int64 { return u.ID }

// userCount is how many users are generated.
const userCount = 200

var (
	firstNames = [...]string{
		"Amara", "Björn", "Chiara", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Inés", "Jonas",
		"Keiko", "Liam", "Mei", "Noor", "Olumide", "Priya", "Quentin", "Rosa", "Søren", "Tala",
	}
	lastNames = [...]string{
		"Andersen", "Baptiste", "Costa", "Dubois", "Eriksen", "Ferrari", "García", "Haddad", "Ivanova",
		"Jansen", "Kowalski", "Lindqvist", "Murphy", "Nakamura", "O'Brien", "Papadopoulos", "Quispe",
		"Rahman", "Schmidt", "Tanaka",
	}
	cities = [...]string{
		"Lisbon", "Osaka", "Nairobi", "Oslo", "Montréal", "Lima", "Gdańsk", "Jakarta", "Athens", "Dublin", "Pune",
	}
	plain = strings.NewReplacer("ö", "o", "é", "e", "ø", "o", "í", "i", "'", "", "'", "")
)

// generateUsers makes the same users each time: twenty first names with ten of the last names each, so
// that no name stands there twice.
func generateUsers() []User {
	users := make([]User, userCount)
	for i := range users {
		first := firstNames[i%len(firstNames)]
		last := lastNames[(i*7+i/len(firstNames)*3)%len(lastNames)]
		users[i] = User{
			ID:     int64(i + 1),
			Name:   first + " " + last,
			Email:  plain.Replace(strings.ToLower(first+"."+last)) + "@example.org",
			City:   cities[i*5%len(cities)],
			Joined: time.Date(2021, time.Month(1+i*11%54), 1+i*13%28, 9, 0, 0, 0, time.UTC),
		}
	}
	return users
}

// avatarPath is where a user's picture is served.
func (u *User) avatarPath() string { return fmt.Sprintf("/avatars/%d.svg", u.ID) }
