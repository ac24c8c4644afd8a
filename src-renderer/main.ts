import * as z from 'zod'

// zod probes for `new Function` when a schema is made, which the page's policy refuses and reports. Schemas are made
// where the contract is imported, so everything else comes after this.
z.config({ jitless: true })
await import('./app/start.ts')
