// The one place where text becomes elements. Under Trusted Types that takes a policy,
// and the page's Content-Security-Policy allows the one named "azu".

import { firstChild, insertBefore, isElement, localName, namespaceURI, newElement, remove } from "./dom";

interface Policy {
  createHTML(markup: string): string;
}

let policy: Policy | undefined;

function trusted(markup: string): string {
  const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;
  policy ??= types?.createPolicy("azu", { createHTML: (s) => s });
  return policy ? policy.createHTML(markup) : markup;
}

/** languageOf is the namespace in which markup inside a node is read, "" for that of HTML. */
export const languageOf = (around: Node): string =>
  isElement(around) && localName.call(around) !== "foreignObject" ? namespaceURI.call(around) : "";

/**
 * fragmentOf parses markup of the server as it would stand inside an element of the
 * given namespace. A template takes rows and cells without their table; its content is
 * inert until it is imported. SVG is told from HTML by what stands around it.
 */
export function fragmentOf(markup: string, language: string): DocumentFragment {
  const template = newElement("template") as HTMLTemplateElement;
  // Namespaces end in svg, MathML and xhtml.
  const wrapper = /svg$/.test(language) ? "svg" : /ML$/.test(language) && "math";
  template.innerHTML = trusted(wrapper ? `<${wrapper}>${markup}</${wrapper}>` : markup);
  const content = template.content;
  if (wrapper) {
    const outer = firstChild.call(content)!;
    for (let n; (n = firstChild.call(outer)); ) insertBefore.call(content, n, outer);
    remove(outer);
  }
  return content;
}
