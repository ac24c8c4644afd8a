import * as z from 'zod'

// zod probes for `new Function` when a schema is made, which the page's policy refuses and reports.
z.config({ jitless: true })
