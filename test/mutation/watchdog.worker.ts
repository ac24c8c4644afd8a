import { workerData } from 'node:worker_threads'

// Ends the process when it has used more CPU time than it may, which a thread that hangs in a kernel cannot do itself.

const limit = workerData as Float64Array
setInterval(() => {
  if (process.cpuUsage().user / 1000 > limit[0]!) process.kill(process.pid, 'SIGKILL')
}, 100)
