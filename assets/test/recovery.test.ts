// What the visitor has entered, when the server starts anew.

import { expect, test, vi } from "vitest";
import { notice, shown, wire } from "./browser";
import "./dialogs";
import { rows, whole, type Whole } from "./model";
import {
  addressOf, applied, cardOf, childOf, choose, citiesOf, come, commit, errors, get, joined, page, restart, rowOf, say, Slot, tick, told, type, visit,
} from "./restart";

const anew = "This page was started anew: changes may be lost.";

test("a text that was searched for is searched for again, whether or not the field has the focus", () => {
  for (const focused of [true, false]) {
    visit();
    if (focused) get("#search").focus();
    type("#search", "keiko", ...(focused ? [] : ["change", "blur"]));
    vi.advanceTimersByTime(300);
    applied(Slot.Search, "keiko", Slot.Count, 10);
    restart();
    expect(get("#search").value).toBe("keiko");
    expect(told()).toEqual([["Search", null, "keiko"]]);
    applied(Slot.Search, "keiko", Slot.Count, 10);
    expect([get("#search").value, get("#search").getAttribute("value"), get("h2").textContent]).toEqual(["keiko", "keiko", "Users: 10"]);
    expect(wire().sent).toHaveLength(3);
  }
});

test("a number that was committed is committed again, one that is being typed is not", () => {
  visit();
  commit("#step", "5");
  applied(Slot.Step, 5);
  restart();
  expect(told()).toEqual([["SetStep", null, "5"]]);
  applied(Slot.Step, 5);
  get("#step").focus();
  type("#step", "57");
  restart();
  expect([get("#step").value, told()]).toEqual(["57", []]);
  say(get("#step"), "change");
  expect(told()).toEqual([["SetStep", null, "57"]]);
});

test("every kind of field keeps what it says and tells the server, in the order of the document", () => {
  visit();
  type("textarea", "two\nlines");
  choose("[name=sort]", "email");
  choose("[name=tags]", "red", "blue");
  tick("[value=l]");
  tick("[name=news]");
  commit("#step", "3");
  applied();
  restart();
  expect(told()).toEqual([
    ["SetStep", null, "3"],
    ["Set", "news", true],
    ["Set", "size", "l"],
    ["SortBy", null, "email"],
    ["Tag", null, ["red", "blue"]],
    ["SetNote", null, "two\nlines"],
  ]);
  const says = (): unknown[] => [
    get("#step").value, get("[name=news]").checked, get("[value=s]").checked, get("[value=l]").checked, get<HTMLSelectElement>("select").value,
    Array.from(get<HTMLSelectElement>("[multiple]").selectedOptions, (o) => o.value), get("textarea").value,
  ];
  const entered = ["3", true, false, true, "email", ["red", "blue"], "two\nlines"];
  expect(says()).toEqual(entered);
  applied(Slot.Step, 3, Slot.News, 1, Slot.Small, 0, Slot.Large, 1, Slot.Sort, "email", Slot.Red, 1, Slot.Blue, 1, Slot.Note, "two\nlines");
  expect(says()).toEqual(entered);
  expect(told()).toHaveLength(6);
});

test("the server has the last word on what it was told again", () => {
  visit();
  commit("#step", "-5");
  tick("[name=news]");
  applied();
  restart();
  expect(told()).toEqual([["SetStep", null, "-5"], ["Set", "news", true]]);
  applied(Slot.Step, 2);
  expect(get("#step").value).toBe("2");
});

test("a field that was not touched takes what the server says, one that the server agrees with is not told again", () => {
  visit(page({ [Slot.Note]: "old", [Slot.News]: true }));
  commit("#step", "5");
  applied(Slot.Step, 5);
  commit("#step", "1");
  applied(Slot.Step, 1);
  restart(page({ [Slot.Note]: "new" }));
  expect([get("textarea").value, get("[name=news]").checked, get("[value=s]").checked]).toEqual(["new", false, true]);
  expect(told()).toEqual([]);
});

test("a field without a handler keeps what was typed, and its neighbour takes what the server says", () => {
  visit();
  type("[name=comment]", "half a sen");
  applied(Slot.City, "Ulm");
  restart(page({ [Slot.City]: "Köln" }));
  expect([get("[name=comment]").value, get("[name=city]").value, told()]).toEqual(["half a sen", "Köln", []]);
  applied(Slot.City, "Essen");
  expect([get("[name=comment]").value, get("[name=city]").value]).toEqual(["half a sen", "Essen"]);
  type("[name=city]", "Trier");
  restart(page({ [Slot.City]: "Köln" }));
  applied(Slot.Count, 3);
  expect([get("[name=city]").value, told()]).toEqual(["Trier", []]);
});

test("what was never sent is sent once, and after what the server knew before", () => {
  visit();
  commit("#step", "5");
  applied(Slot.Step, 5);
  restart(page(), () => {
    get("button").click();
    type("#search", "kei");
    get("button").click();
    type("#search", "keiko"); // waits for a pause
  });
  expect(told()).toEqual([["SetStep", null, "5"], ["Add"], ["Search", null, "kei"], ["Add"]]);
  applied();
  expect(told().slice(4)).toEqual([["Search", null, "keiko"]]);
  applied();
  expect(told()).toHaveLength(5);
  expect(errors).toEqual([]);
});

test("what was sent and not answered is lost, unless a field still says it", () => {
  visit();
  commit("#step", "5");
  get("button").click();
  restart();
  expect(told()).toEqual([["SetStep", null, "5"]]);
  expect(errors).toEqual(["lost"]);
  expect(notice()).toBe(anew);
});

test("a server that does not survive what it is told again is told once more, and then no longer", () => {
  visit();
  commit("#step", "5");
  restart();
  expect(told()).toEqual([["SetStep", null, "5"]]);
  restart();
  expect([told(), errors, get("#step").value, notice()]).toEqual([[], ["lost"], "5", anew]);
  commit("#step", "6");
  expect(told()).toEqual([["SetStep", null, "6"]]);
});

test("a new session that shows the same has fields say again what it does not know", () => {
  visit();
  commit("#step", "5");
  wire().end(1006);
  vi.advanceTimersByTime(500);
  wire().open();
  wire().say(0, "gone");
  joined(true);
  expect([get("#step").value, told(), errors, notice()]).toEqual(["5", [["SetStep", null, "5"]], [], ""]);
});

test("a field that appears only once the server was told of another one is filled in then, once", () => {
  visit();
  tick("[name=news]");
  applied(Slot.Address, whole(addressOf("")));
  type("[name=address]", "Main Street 1");
  applied();
  restart();
  expect(told()).toEqual([["Set", "news", true]]);
  applied(Slot.News, 1, Slot.Address, whole(addressOf("")));
  expect([get("[name=address]").value, told().slice(1)]).toEqual(["Main Street 1", [["SetAddress", null, "Main Street 1"]]]);
  applied(Slot.Address, 0);
  applied(Slot.Address, whole(addressOf("")));
  expect([get("[name=address]").value, told()]).toEqual(["", expect.objectContaining({ length: 2 })]);
});

test("a field that appears much later has nothing to do with what was lost", () => {
  visit(page({ [Slot.Address]: addressOf("") }));
  type("[name=address]", "Main Street 1");
  applied();
  restart();
  vi.advanceTimersByTime(10_000);
  applied(Slot.Address, whole(addressOf("")));
  expect([get("[name=address]").value, told()]).toEqual(["", []]);
});

test("an option that is not there yet is chosen when it comes, and until then the server's is", () => {
  visit(page({ [Slot.Address]: citiesOf("Bonn", "Köln") }));
  tick("[name=news]");
  choose("[name=town]", "Köln");
  applied();
  restart(page({ [Slot.Address]: citiesOf("Wien", "Graz") }));
  expect([get("[name=town]").value, told()]).toEqual(["Wien", [["Set", "news", true]]]);
  applied(Slot.Address, whole(citiesOf("Bonn", "Köln")));
  expect([get("[name=town]").value, told().at(-1)]).toEqual(["Köln", ["SetTown", null, "Köln"]]);
});

test("rows are told apart by their names and by what their handlers say", () => {
  visit(page({ [Slot.Rows]: [7, 8, 9].map(rowOf) }));
  commit("li:nth-child(2) [name=of]", "eight");
  type("[name=amount8]", "80");
  type("[name=amount7]", "70");
  applied();
  restart(page({ [Slot.Rows]: [8, 9].map(rowOf) }));
  expect(told()).toEqual([["SetOf", 8, "eight"]]);
  expect(Array.from(document.querySelectorAll<HTMLInputElement>("li input"), (f) => f.value)).toEqual(["80", "eight", "", ""]);
  restart(page({ [Slot.Rows]: [5].map(rowOf) }));
  expect(told(), "no row 8 any more").toEqual([]);
});

test("where several are the same, before or after, none is told what one of them says", () => {
  for (const [before, after] of [[[7, 7], [7]], [[7], [7, 7]]] as const) {
    visit(page({ [Slot.Rows]: before.map(rowOf) }));
    commit("li:last-child [name=of]", "seven");
    applied();
    restart(page({ [Slot.Rows]: after.map(rowOf) }));
    expect(told()).toEqual([]);
  }
});

test("a field of a view inside is known by its id, or by its view's number", () => {
  for (const [id, number, id2, number2, found] of [["name", 2, "name", 9, true], ["", 2, "", 2, true], ["", 2, "", 9, false], ["a", 2, "b", 2, false]] as const) {
    visit(page({ [Slot.Child]: childOf(number, id) }));
    type("section input", "Ann");
    applied();
    restart(page({ [Slot.Child]: childOf(number2, id2) }));
    expect(wire().sent.slice(2), `${id} of ${number}, then ${id2} of ${number2}`).toEqual(found ? [[1, number2, "Rename", null, "Ann"]] : []);
    if (found) expect(get("section input").value).toBe("Ann");
  }
});

test("on a page that shows something else, a view's number says nothing of who it is", () => {
  for (const [id, found] of [["", false], ["name", true]] as const) {
    visit(page({ [Slot.Child]: childOf(2, id) }));
    type("section input", "Ann");
    applied();
    restart(page({ [Slot.Child]: childOf(2, id), [Slot.Count]: "199" }));
    expect(told()).toEqual(found ? [["Rename", null, "Ann"]] : []);
  }
});

test("what asks first is not sent again: nobody says that the answer was yes", () => {
  visit();
  tick("#terms");
  expect(get<HTMLDialogElement>("dialog").open).toBe(true);
  get<HTMLDialogElement>("dialog").close("OK");
  applied();
  restart();
  expect([get("#terms").checked, told()]).toEqual([true, []]);
});

test("a hundred fields are told again at the server's pace, and a second restart tells them once more", () => {
  visit(page({ [Slot.Rows]: Array.from({ length: 100 }, (_, k) => rowOf(k)) }));
  const of = document.querySelectorAll<HTMLInputElement>("[name=of]");
  for (const f of of) {
    f.value = "x";
    say(f, "input", "change");
    if (wire().sent.length % 16 === 0) applied();
    vi.advanceTimersByTime(30);
  }
  applied();
  for (let n = 0; n < 2; n++) {
    restart(page({ [Slot.Rows]: Array.from({ length: 100 }, (_, k) => rowOf(k)) }));
    expect(told().length).toBeLessThanOrEqual(32);
    for (let k = 0; k < 20; k++) applied();
    expect(told()).toEqual(Array.from({ length: 100 }, (_, k) => ["SetOf", k, "x"]));
  }
  expect(errors).toEqual([]);
});

test("only a page that shows something else than before says that it was started anew, and only for a while", () => {
  visit();
  restart();
  expect(notice()).toBe("");
  applied(Slot.Count, 10);
  restart();
  expect(notice()).toBe(anew);
  vi.advanceTimersByTime(7_999);
  expect(notice()).toBe(anew);
  vi.advanceTimersByTime(1);
  expect(notice()).toBe("");
});

test("a visitor who is elsewhere reads it when back", () => {
  shown.hidden = true;
  visit();
  applied(Slot.Count, 10);
  restart();
  vi.advanceTimersByTime(60_000);
  expect(notice()).toBe(anew);
  shown.hidden = false;
  vi.advanceTimersByTime(8_000);
  expect(notice()).toBe("");
});

test("the first join of a page says nothing, whatever it brings", () => {
  come();
  joined(true, page({ [Slot.Count]: "7" }));
  expect([get("h2").textContent, notice()]).toEqual(["Users: 7", ""]);
});

test("what the server put in the place of what was typed is not told again as the visitor's", () => {
  visit();
  commit("[name=note]", "mine");
  applied(Slot.Note, "mine");
  applied(Slot.Note, "a colleague's");
  expect(get("textarea").value).toBe("a colleague's");
  tick("[name=news]");
  applied(Slot.News, 1);
  applied(Slot.News, 0);
  choose("[name=sort]", "email");
  applied(Slot.Sort, "email");
  applied(Slot.Sort, "joined");
  restart(page({ [Slot.Note]: "another's", [Slot.Sort]: "email" }));
  expect([get("textarea").value, get("[name=news]").checked, get("[name=sort]").value, told()]).toEqual(["another's", false, "email", []]);
});

test("a field shows what the server makes of its text once it is left, and keeps what was typed until then", () => {
  visit();
  get("textarea").focus();
  type("textarea", " a ");
  applied(Slot.Note, "a");
  expect(get("textarea").value).toBe(" a ");
  type("textarea", " a b ");
  get("textarea").blur();
  expect(get("textarea").value).toBe(" a b ");
  applied(Slot.Note, "a b");
  expect(get("textarea").value).toBe("a b");
  get("textarea").focus();
  applied(Slot.Note, "c");
  expect(get("textarea").value).toBe("a b");
  get("textarea").blur();
  expect(get("textarea").value).toBe("c");
});

test("what the server is not told of before its form is sent stays when the field is left", () => {
  visit();
  get("[name=city]").focus();
  type("[name=city]", "Berlin");
  applied(Slot.City, "Paris");
  get("[name=city]").blur();
  expect(get("[name=city]").value).toBe("Berlin");
  // Also what is typed only after the server has said something.
  visit();
  get("[name=city]").focus();
  applied(Slot.City, "Paris");
  type("[name=city]", "Berlin");
  get("[name=city]").blur();
  expect(get("[name=city]").value).toBe("Berlin");
  visit();
  get("[name=city]").focus();
  applied(Slot.City, "Paris");
  expect(get("[name=city]").value).toBe("Bonn");
  get("[name=city]").blur();
  expect(get("[name=city]").value).toBe("Paris");
});

test("a list that the visitor is in shows the server's choice once it is left", () => {
  visit();
  get("[name=sort]").focus();
  applied(Slot.Sort, "joined");
  expect(get("[name=sort]").value).toBe("name");
  get("[name=sort]").blur();
  expect(get("[name=sort]").value).toBe("joined");
});

const details = (id: string): HTMLDetailsElement => get<HTMLDetailsElement>(`[id="${id}"] details`);
const cards = (...views: [view: number, id: string][]): Whole => page({ [Slot.Rows]: views.map(([view, id]) => cardOf(view, id)) });

test("what has an id is the same element in a new session, wherever it stands and whatever its view's number is", () => {
  visit(cards([11, "a"], [12, "b"], [13, "c"]));
  const [a, b, c] = ["a", "b", "c"].map((id) => get(`[id="${id}"]`));
  details("b").open = true;
  restart(cards([2, "c"], [3, "a"], [4, "b"], [5, "d"]));
  expect(["a", "b", "c"].map((id) => get(`[id="${id}"]`))).toEqual([a, b, c]);
  expect([...document.querySelectorAll("[id] details")].map((d) => (d as HTMLDetailsElement).open)).toEqual([false, false, true, false]);
  expect(b!.getAttribute("z-view")).toBe("4");
  wire().say(1, 0, 4, [1, "now"]);
  vi.advanceTimersByTime(300);
  expect(b!.textContent).toBe("now");
});

test("what a new session comes to show only once it is told what was searched for is that element, too", () => {
  visit(cards([11, "z"]));
  const z = get('[id="z"]');
  details("z").open = true;
  restart(cards([2, "a"]));
  expect(z.isConnected).toBe(false);
  applied(Slot.Rows, ["r", 0, 1, ...rows([cardOf(3, "z")], 0)]);
  expect([get('[id="z"]') === z, details("z").open, z.getAttribute("z-view")]).toEqual([true, true, "3"]);
  wire().say(2, 0, 3, [1, "now"]);
  vi.advanceTimersByTime(300);
  expect(z.textContent).toBe("now");
});

test("what comes back later than that is a new element", () => {
  visit(cards([11, "z"]));
  const z = get('[id="z"]');
  restart(cards([2, "a"]));
  vi.advanceTimersByTime(10_000);
  applied(Slot.Rows, ["r", 0, 1, ...rows([cardOf(3, "z")], 0)]);
  expect(get('[id="z"]')).not.toBe(z);
});
