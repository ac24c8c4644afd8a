import { workerData } from 'node:worker_threads'
import { serveKernelThread, type KernelThread } from '../../../src-engine/kernels/loader.ts'

serveKernelThread(workerData as KernelThread)
