const marker =
  /^(?:tbd|tba|tbc|to be (?:announced|confirmed|decided|defined|determined)|todo|fixme|idem|xxx|n\/?a|\?+|…|\.{2,3}|[-–—]{1,3}|<[^<>]*>)[.!]?$/

/** Whether a string stands for a decision that is still open. */
export const isPlaceholder = (text: string): boolean =>
  text.trim() === '' || (text.length <= 200 && marker.test(text.trim().toLowerCase()))
