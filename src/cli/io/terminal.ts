import { createInterface } from 'node:readline'

type Streams = {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly interrupted: () => void
}

type Terminal = { readonly prompt: (question: string) => void; readonly lines: AsyncIterator<string> }

const open = ({ input, output, interrupted }: Streams): Terminal => {
  const reader = createInterface({ input, output, historySize: 0 })
  reader.on('SIGINT', () => {
    output.write('\n')
    interrupted()
  })
  return {
    prompt: (question) => {
      reader.setPrompt(question)
      reader.prompt()
    },
    lines: reader[Symbol.asyncIterator](),
  }
}

let terminal: Terminal | undefined

/** The next line that is typed; undefined after the last. One reader for all questions, so that what is pasted at once is not lost. */
export const askAt = async (question: string, streams: Streams): Promise<string | undefined> => {
  terminal ??= open(streams)
  terminal.prompt(question)
  const { value, done } = await terminal.lines.next()
  return done ? undefined : value
}
