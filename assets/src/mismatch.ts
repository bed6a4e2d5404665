/**
 * Mismatch is thrown where a message, or the document, is not what it is taken for. A view
 * whose patch does not fit is asked for again.
 */
export class Mismatch extends Error {}

/** must throws a Mismatch unless something is so. */
export function must(ok: unknown): asserts ok {
  if (!ok) throw new Mismatch();
}
