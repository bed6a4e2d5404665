/** Resync is thrown when the document is not what a patch takes it for. The view is then asked for again. */
export class Resync extends Error {}
