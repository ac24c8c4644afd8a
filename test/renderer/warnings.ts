import { config } from '@vue/test-utils'

// What Vue only warns of in the console is a fault of the page, or of the test.
config.global.config.warnHandler = (message, _, trace) => {
  throw new Error(`Vue warns: ${message}${trace}`)
}
