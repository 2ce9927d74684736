import { start } from './start.ts'

start({ inThread: async (io) => (await import('./thread.ts')).inThread(io) })
