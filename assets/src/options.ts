// What a page may tell the client, and hear from it.

/** SparkError is what onError gets: a code of the protocol, or "lost" or "patch" for what this client had to give up. */
export class SparkError extends Error {
  constructor(
    readonly code: string,
    detail = "",
  ) {
    super(code + ": " + detail);
  }
}

/** Options of the client. All may be left out. */
export interface Options {
  /** Path or URL of the socket, "/ws/components" unless given. */
  componentEndpoint?: string;
  /** Path or URL for channels; kept for them. */
  channelEndpoint?: string;
  onConnect?: () => void;
  onDisconnect?: () => void;
  onError?: (error: SparkError) => void;
}
