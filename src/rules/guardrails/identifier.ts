/** The words of an identifier in lower case: `read`, `order` of `readOrder`, `read_order` and `read-order`. */
export const words = (identifier: string): readonly string[] =>
  identifier
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
