import { z } from 'zod'

type Node = { [keyword: string]: unknown }

/** Where the published schemas live. */
export const schemaUrl = (name: string): string =>
  `https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/${name}.schema.json`

// Keys that begin with `x-` are the team's own, in every map.
const allowTeamKeys = (node: Node): void => {
  if (node.type === 'object') node.patternProperties = { '^x-': {} }
}

const nameExamples = (node: Node): void => {
  if (node.written === undefined) return
  node.examples = node.written
  delete node.written
}

/** The JSON Schema (draft-07) of a model, as it is published. */
export const publishedSchema = (name: string, title: string, model: z.ZodType): Node => {
  const { $schema, ...rest } = z.toJSONSchema(model, {
    target: 'draft-7',
    io: 'input',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      allowTeamKeys(jsonSchema as Node)
      nameExamples(jsonSchema as Node)
    },
  }) as Node
  return { $schema, $id: schemaUrl(name), title, ...rest }
}
