const template =
  /\{\{-|-\}\}|\{%|\{\{\s*(?:\.(?:Values|Release|Chart|Files|Capabilities)|include|template|if|else|range|with|end|toYaml)\b/

/** Whether a text is filled in by Helm or Jinja before anybody reads it. */
export const isTemplate = (text: string): boolean => template.test(text)
