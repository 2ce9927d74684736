/** Output that was lost, for example on a full disk. */
export class LostOutput extends Error {}
