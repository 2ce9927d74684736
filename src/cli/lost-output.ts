/** An output that is lost, as on a full disk. */
export class LostOutput extends Error {}
