import { workerData } from 'node:worker_threads'
import { start } from './main.ts'

start(workerData)
