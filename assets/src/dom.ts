// The DOM by its prototypes. A form's controls hide the form's own properties: in
// <form><input name="parentNode"></form>, form.parentNode is the input. What is captured
// here once, before anything else runs, always means the node. Use: parentNode.call(n).

const getter = <N, R>(prototype: object, name: string): ((this: N) => R) =>
  Object.getOwnPropertyDescriptor(prototype, name)!.get as (this: N) => R;

const node = Node.prototype;
const element = Element.prototype;

export const nodeType = getter<Node, number>(node, "nodeType");
export const parentNode = getter<Node, ParentNode | null>(node, "parentNode");
export const firstChild = getter<Node, ChildNode | null>(node, "firstChild");
export const lastChild = getter<Node, ChildNode | null>(node, "lastChild");
export const nextSibling = getter<Node, ChildNode | null>(node, "nextSibling");
export const textContent = getter<Node, string>(node, "textContent");
export const childNodes = getter<Node, NodeList>(node, "childNodes");
export const isConnected = getter<Node, boolean>(node, "isConnected");
export const attributes = getter<Element, NamedNodeMap>(element, "attributes");
export const localName = getter<Element, string>(element, "localName");
/** nodeName tells elements of HTML from those of SVG and MathML, too. */
export const nodeName = getter<Node, string>(node, "nodeName");
export const namespaceURI = getter<Element, string>(element, "namespaceURI");
export const classList = getter<Element, DOMTokenList>(element, "classList");
/** styleOfHTML is the style of an element of HTML. */
export const styleOfHTML = getter<HTMLElement, CSSStyleDeclaration>(HTMLElement.prototype, "style");
// A form or image may be named createElement or body, and then document.body is that.
const page = Document.prototype;
const ofDocument = <R>(name: string): (() => R) => getter<Document, R>(page, name).bind(document);
/** focused is the element that has the focus, the body if none has. */
export const focused = ofDocument<Element | null>("activeElement");
export const body = ofDocument<HTMLElement>("body");
/** hidden tells whether the page is behind others; an image of that name hides nothing. */
export const hidden = (): boolean => document.hidden === true;
/** The document's element. */
export const html = ofDocument<HTMLElement>("documentElement")();

export const { insertBefore, removeChild, contains, cloneNode } = node;
export const { getAttribute, setAttribute, setAttributeNode, removeAttribute, hasAttribute, closest, replaceChildren } = element;
/** moveBefore moves a node with all its state; not every browser has it. */
export const moveBefore = (element as { moveBefore?: typeof insertBefore }).moveBefore;
export const all: <E extends Element>(this: ParentNode & Node, selector: string) => NodeListOf<E> =
  element.querySelectorAll as never;

export const newElement = (name: string): HTMLElement => page.createElement.call(document, name);
/** newButton is one outside of any form, which it would submit otherwise. */
export function newButton(label: string, onclick: () => void): HTMLElement {
  const b = newElement("button");
  b.textContent = label;
  b.onclick = onclick;
  return b;
}
export const newText = (text: string): Text => page.createTextNode.call(document, text);
export const newComment = (text: string): Comment => page.createComment.call(document, text);
export const imported = <N extends Node>(n: N): N => page.importNode.call(document, n, true) as N;

/** isElement tells elements from the other nodes. */
export const isElement = (n: Node | null): n is Element => n !== null && nodeType.call(n) === 1;

/** isText tells text nodes from the other nodes. */
export const isText = (n: Node | null): n is Text => n !== null && nodeType.call(n) === 3;

/** fenceData is what a comment says, and "" for any other node: fences are comments. */
export const fenceData = (n: Node): string => (nodeType.call(n) === 8 ? (n as Comment).data : "");

/** remove takes a node out of the document, if it still is in one. */
export function remove(n: Node): void {
  const parent = parentNode.call(n);
  if (parent) removeChild.call(parent, n);
}
