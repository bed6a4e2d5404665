import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settleSelects } from "../src/field";
import { patch, renewView } from "../src/patch";
import { instanceOf, type Tree } from "../src/tree";
import { checkURL } from "../src/url";
import type { Patch, TemplateData } from "../src/wire";
import { load, parsed, treeOf } from "./document";
import { canonical } from "./model";

interface Vector {
  name: string;
  templates: TemplateData[];
  before: Patch;
  patches: Patch[];
  html: string[];
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
const vectors = read<Vector[]>("diff/testdata/vectors.json");
const urls = read<{ name: string; url: string; allowed: boolean }[]>("html/testdata/urls.json");

function apply(tree: Tree, p: Patch): void {
  if (typeof p[0] === "string") renewView(tree, 1, p);
  else patch(tree, tree.views.get(1)!, p);
  settleSelects(tree);
}

function follow(tree: Tree, v: Vector): void {
  v.patches.forEach((p, n) => {
    apply(tree, p);
    expect(canonical(tree.views.get(1)!.first), `after patch ${n}: ${JSON.stringify(p)}`).toBe(canonical(parsed(v.html[n + 1]!)));
  });
}

test.each(vectors)("the page that came as markup is patched: $name", (v) => {
  const root = load(v.html[0]!);
  const tree = treeOf(v.templates, root);
  follow(tree, v);
});

test.each(vectors)("the page that came as values is patched: $name", (v) => {
  const root = load('<del z-view="1">whatever</del>');
  const tree = treeOf(v.templates, document.createElement("p"));
  tree.views.set(1, instanceOf(root, root));
  apply(tree, v.before);
  expect(canonical(tree.views.get(1)!.first)).toBe(canonical(parsed(v.html[0]!)));
  follow(tree, v);
});

test.each(urls)("a URL is judged as the server does: $name", ({ url, allowed }) => {
  expect(checkURL(url)).toBe(allowed ? url : "about:invalid#azu");
});
