// Which URLs may stand in an attribute. The server's html.CheckURL decides the same way;
// html/testdata/urls.json holds both to it. This end is the second lock on that door.

/** Any scheme but those that are allowed. */
const refused = /^(?!(https?|mailto|tel):)[a-z][a-z0-9+.-]*:/i;
const attributes = new Set(["action", "cite", "data", "formaction", "href", "itemid", "poster", "src", "xlink:href"]);

/** isURL tells whether an attribute holds a URL. */
export const isURL = (name: string): boolean => attributes.has(name);

/** checkURL returns a URL whose scheme is allowed, or that has none, unchanged. */
export function checkURL(url: string): string {
  // Browsers skip control characters and spaces in front, and drop tabs and line breaks anywhere.
  return refused.test(url.replace(/^[\0- ]+|[\t\n\r\0]+/g, "")) ? "about:invalid#azu" : url;
}
