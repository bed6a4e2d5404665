package diff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/azu-live/azu/html"
)

// list appends what the ops that come next make of a list.
func (a *applier) list(out, old []byte) ([]byte, error) {
	if err := a.take('['); err != nil {
		return out, err
	}
	n, i := html.Uvarint(old, 0)
	rows := make([][]byte, n) // key and instance
	for k := range rows {
		l, inst := html.Uvarint(old, i)
		end := a.reg.Skip(old, inst+l)
		rows[k] = old[i:end]
		i = end
	}
	empty := n == 0 && a.next() == ']'
	if empty {
		a.i++ // the empty list of a whole
	}
	last := -1 // row patched last
	for more := !empty; more; {
		var err error
		if a.next() != '"' {
			last, err = a.changeRow(rows, last)
		} else if last >= 0 {
			err = errors.New("rows come and go before they are patched")
		} else {
			rows, err = a.restructure(rows)
		}
		if err == nil {
			more, err = a.more()
		}
		if err != nil {
			return out, err
		}
	}
	out = binary.AppendUvarint(out, uint64(len(rows)))
	for _, r := range rows {
		out = append(out, r...)
	}
	return out, nil
}

// changeRow replaces the row whose patch comes next, which must stand behind row last.
func (a *applier) changeRow(rows [][]byte, last int) (int, error) {
	n, err := a.count(len(rows) - 1)
	if err != nil {
		return n, fmt.Errorf("index of a row: %w", err)
	}
	if n <= last {
		return n, fmt.Errorf("row %d comes after row %d", n, last)
	}
	l, i := html.Uvarint(rows[n], 0)
	i += l
	if err = a.take(','); err == nil {
		rows[n], err = a.instance(slices.Clone(rows[n][:i]), rows[n][i:])
	}
	if err != nil {
		return n, fmt.Errorf("row %d: %w", n, err)
	}
	return n, nil
}

// restructure does the removal, move or insertion that comes next.
func (a *applier) restructure(rows [][]byte) ([][]byte, error) {
	op, err := a.appendString(nil)
	if err != nil {
		return rows, err
	}
	switch string(op) {
	case "r":
		at, n, err := a.two(len(rows), len(rows))
		if err == nil && (n == 0 || at+n > len(rows)) {
			err = fmt.Errorf("%d rows from %d of %d", n, at, len(rows))
		}
		if err != nil {
			return rows, fmt.Errorf("removal: %w", err)
		}
		return slices.Delete(rows, at, at+n), nil
	case "m":
		from, to, err := a.two(len(rows)-1, len(rows)-1)
		if err != nil {
			return rows, fmt.Errorf("move: %w", err)
		}
		r := rows[from]
		if from < to {
			copy(rows[from:], rows[from+1:to+1])
		} else {
			copy(rows[to+1:], rows[to:from])
		}
		rows[to] = r
		return rows, nil
	case "i":
		rows, err := a.insert(rows)
		if err != nil {
			return rows, fmt.Errorf("insertion: %w", err)
		}
		return rows, nil
	}
	return rows, fmt.Errorf("%q is no op of a list", op)
}

// two reads two integers, each behind a comma.
func (a *applier) two(limitX, limitY int) (x, y int, err error) {
	if err = a.take(','); err == nil {
		x, err = a.count(limitX)
	}
	if err == nil {
		err = a.take(',')
	}
	if err == nil {
		y, err = a.count(limitY)
	}
	return x, y, err
}

// insert reads ,index,"name",count,value,… and puts the rows in.
func (a *applier) insert(rows [][]byte) ([][]byte, error) {
	err := a.take(',')
	at, n := 0, 0
	if err == nil {
		at, err = a.count(len(rows))
	}
	if err == nil {
		err = a.take(',')
	}
	if err != nil {
		return rows, err
	}
	t, err := a.template()
	if err == nil {
		err = a.take(',')
	}
	if err == nil {
		n, err = a.count(maxRows - a.rows)
	}
	if err == nil && n == 0 {
		err = errors.New("no rows")
	}
	if err != nil {
		return rows, err
	}
	a.rows += n
	var made [][]byte
	var text []byte
	for range n {
		from := len(text)
		text = append(text, 0) // no key
		if t == nil {
			if err = a.take(','); err == nil {
				text, err = a.markup(text)
			}
		} else {
			text, err = a.values(text, t)
		}
		if err != nil {
			return rows, err
		}
		made = append(made, text[from:len(text):len(text)])
	}
	return slices.Insert(rows, at, made...), nil
}
