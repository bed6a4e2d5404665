// One page and its session: what arrives goes into the document, and what the visitor
// does goes out.

import { withdraw } from "./confirm";
import { all, body, getAttribute, hidden, html, isConnected, removeAttribute, setAttribute, textContent } from "./dom";
import { Events, viewOf, type PageInput } from "./events";
import { applyStyles, asks, release, settleSelects } from "./field";
import { keepFocus } from "./focus";
import type { Channel, Host, State } from "./host";
import { hydrate } from "./hydrate";
import { isKnown, remember, settle } from "./known";
import { SparkError, type Options } from "./options";
import { kindOf } from "./morph";
import { patch, renewView } from "./patch";
import { Recovery } from "./recovery";
import { must, Mismatch } from "./mismatch";
import { reload, reloadOnce } from "./reload";
import { Socket } from "./socket";
import { Status } from "./status";
import { instanceOf, Tree } from "./tree";
import { Close, type Hello, type Joined, type Patch, type Update } from "./wire";

const enum Time {
  /** How often a page that is shown asks whether its server is still there, in milliseconds. */
  Ask = 30_000,
  /** A window behind others may get no frame; no longer than this is waited for one. */
  Frame = 250,
}
const INVALID = "aria-invalid";

/** Page runs the live part of a document. There is one for each document. */
export class Page implements Host {
  readonly #tree = new Tree();
  readonly #socket = new Socket(this);
  readonly #events = new Events(
    (input) => this.#send(input),
    () => this.#applying,
  );
  reload: () => boolean = reloadOnce;
  readonly #recovery = new Recovery();
  readonly #listeners = new Set<Options>();
  #endpoint = "/ws/components";
  #root: Element | null = null;
  #token = "";
  #status!: Status; // from the start on
  #updates: Update[] = [];
  #applying = false;
  /** The document no longer is what the page came with. */
  #touched = false;
  /** A new session shows something else than the one before, in which the visitor had done something. */
  #replaced = false;
  /** The newest session shows something else than the one before: an element may have become another view's. */
  #other = false;
  /** Views that were asked for again: patches for them fit nothing until they come. */
  readonly #asked = new Set<number>();
  /** Fields that this client marked as invalid, and what the server had said of that. */
  readonly #invalid = new WeakMap<Element, string | null>();

  /** use adds a listener to the client, and starts it if it has not started by itself. */
  use(options: Options): void {
    const was = this.#endpoint;
    this.#endpoint = options.componentEndpoint ?? was;
    this.#listeners.add(options);
    if (!this.#root) this.start();
    else if (this.#endpoint !== was) {
      this.#socket.pause();
      this.#socket.connect();
    } else if (this.#socket.state === "joined") options.onConnect?.();
  }

  /** start brings the page's root view to life, once the document is there and if it has one. */
  start(): void {
    if (this.#root || document.readyState === "loading") return;
    const root = all.call(html, "[z-join]")[0];
    if (!root) return;
    this.#root = root;
    this.#token = getAttribute.call(root, "z-join")!;
    // Now, before extensions have their turn: what is here is the server's.
    remember(root);
    settle();
    for (const e of [root, ...all.call(root, "[z-style]")]) applyStyles(e);
    this.#status = new Status();
    this.#tree.pending = (e) => this.#events.pending(e) || this.#socket.pending(e);
    this.#events.listen(window);
    this.#recovery.listen();
    addEventListener("input", (e) => asks(e.target as Element) || this.#tree.held.delete(e.target as Element));
    addEventListener("focusout", () => this.#applying || release(this.#tree));
    // The page is shown, hidden, left and come back to.
    const socket = this.#socket;
    addEventListener("pagehide", (e) => {
      this.#events.flush();
      this.#flush();
      // A page kept for going back comes back to its session.
      socket.pause(!e.persisted);
    });
    addEventListener("pageshow", (e) => e.persisted && socket.connect());
    addEventListener("online", () => socket.wake());
    addEventListener("visibilitychange", () => (hidden() ? this.#flush() : socket.wake()));
    socket.connect();
    setInterval(() => !hidden() && socket.state === "joined" && socket.wake(), Time.Ask);
  }

  open(): Channel {
    return new WebSocket(new URL(this.#endpoint, location.href).href.replace(/^http/, "ws"));
  }

  hello(): Hello {
    this.#flush();
    return {
      token: this.#token,
      url: location.pathname + location.search,
      known: this.#tree.names(false),
      full: this.#tree.names(true),
      seq: Math.max(this.#socket.seq, +this.#touched),
    };
  }

  joined({ templates, fresh, view }: Joined): PageInput[] {
    const { views } = this.#tree;
    if (fresh) withdraw(); // its views are others
    templates.forEach((t) => this.#tree.define(t));
    this.#asked.clear();
    const touched = this.#touched;
    const text = fresh && textContent.call(body());
    this.#events.flush();
    this.#recovery.keep();
    const root = (views.get(1)?.first ?? this.#root) as Element;
    views.clear();
    this.#tree.view(1, instanceOf(root, root));
    if (view) {
      if (fresh) for (const e of all.call(root, "[id]")) if (isKnown(e)) this.#tree.former.set(kindOf(e), e);
      this.#work(() => this.#apply(1, view));
    } else this.#try(1, false, () => this.#tree.register(root));
    hydrate(this.#tree, (lost) => this.#ask(lost));
    this.#other = fresh && text !== textContent.call(body());
    this.#replaced = this.#other && touched;
    return this.#recovery.restore(this.#other);
  }

  update(u: Update, done: PageInput[]): void {
    // Known from now on, whatever a join says before the next frame.
    u.templates.forEach((t) => this.#tree.define(t));
    const { refusal } = u;
    const refused = refusal && done.pop();
    for (const { source } of done) {
      const was = this.#invalid.get(source);
      if (!this.#invalid.delete(source)) continue;
      (was === null ? removeAttribute : setAttribute).call(source, INVALID, was!);
    }
    if (refused) this.#refused(refusal, refused);
    this.#updates.push(u);
    if (hidden()) this.#flush();
    else if (!this.#updates[1]) {
      requestAnimationFrame(() => this.#flush());
      setTimeout(() => this.#flush(), Time.Frame);
    }
  }

  lost(inputs: PageInput[]): void {
    for (const i of inputs) this.error("lost", i.name);
    if (this.#replaced || inputs[0]) this.#status.pass("This page was started anew: changes may be lost.");
  }

  stands(input: PageInput): boolean {
    const { asker, event, attribute } = input;
    input.view = viewOf(asker);
    return isConnected.call(asker) && getAttribute.call(asker, "z-" + event) === attribute && (input.view < 2 || !this.#other);
  }

  busy(on: boolean): void {
    this.#status.busy(on);
  }

  error(code: string, detail = ""): void {
    // A redirect leads to a path of this site, never elsewhere.
    if (code === "redirect" && /^\/(?![/\\])[^\\\0-\x1f]*$/.test(detail)) {
      this.reload = () => true;
      location.assign(detail);
    } else this.#tell((l) => l.onError?.(new SparkError(code, detail)));
  }

  state(state: State, code: number, left: boolean): void {
    this.#status.enter(state, code);
    if (state === "joined") {
      // A lost connection may have swallowed the question.
      for (const view of this.#asked) this.#socket.again(view);
      this.#tell((l) => l.onConnect?.());
    } else if (left) this.#tell((l) => l.onDisconnect?.());
  }

  steady(): void {
    this.reload = reload;
    this.#recovery.forget();
    this.#tree.former.clear();
  }

  #send(input: PageInput): void {
    if (this.#socket.send(input)) return;
    this.#status.pass("Too much to send: changes are lost.");
    this.error("limit", input.name);
  }

  #refused(code: string, { source, name }: PageInput): void {
    if (code === "invalid") {
      if (!this.#invalid.has(source)) this.#invalid.set(source, getAttribute.call(source, INVALID));
      return setAttribute.call(source, INVALID, "true");
    }
    this.error(code, name);
    // What is gone by now was on its way when it went; a view that failed says so itself.
    if (!/^(unknown|failed)/.test(code)) this.#status.pass("That was not accepted.");
  }

  /** flush applies the updates that have arrived. */
  #flush(): void {
    const updates = this.#updates;
    this.#updates = [];
    if (!updates[0]) return;
    this.#work(() => updates.forEach((u) => u.patches.forEach(([view, p]) => this.#apply(view, p))));
    for (const input of this.#recovery.restore(this.#other)) this.#send(input);
  }

  #work(f: () => void): void {
    const tree = this.#tree;
    this.#touched = this.#applying = true;
    try {
      keepFocus(f);
      // Only now the focus tells which field the visitor is in.
      settleSelects(tree);
      release(tree);
    } finally {
      this.#applying = false;
    }
    tree.sweep();
  }

  #apply(view: number, p: Patch): void {
    const whole = typeof p[0] === "string";
    this.#try(view, whole, () => {
      const tree = this.#tree;
      if (whole) {
        renewView(tree, view, p);
        this.#asked.delete(view);
      } else if (!this.#asked.has(view)) {
        const instance = tree.views.get(view);
        must(instance);
        patch(tree, instance, p);
      }
    });
  }

  #try(view: number, whole: boolean, f: () => void): void {
    try {
      f();
    } catch (e) {
      // What is no mismatch is a fault of this client; starting the view over mends that too.
      if (!(e instanceof Mismatch)) this.error("patch", String(e));
      if (this.#tree.views.has(view)) this.#ask(view, whole);
      else this.#ask(1);
    }
  }

  /** ask asks for a view again, and for the page if what comes does not fit either. */
  #ask(view: number, misfit?: boolean): void {
    if (!this.#asked.has(view)) {
      this.#asked.add(view);
      this.#socket.again(view);
    } else if (misfit) this.#socket.stop(Close.Policy);
  }

  #tell(f: (l: Options) => unknown): void {
    for (const l of this.#listeners) {
      try {
        f(l);
      } catch (e) {
        console.error(e);
      }
    }
  }
}
