// The import rule, with a look at how many modules were seen: a parser that finds none finds no violation either.
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import config from '../.dependency-cruiser.cjs'

const AT_LEAST = 250
const { output } = await cruise(
  ['src-engine', 'src-main', 'src-renderer', 'test', 'build'],
  { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, outputType: 'json' },
  undefined,
  { tsConfig: extractTSConfig(config.options.tsConfig.fileName) },
)
const { summary } = JSON.parse(output)
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`)
if (summary.totalCruised < AT_LEAST)
  console.error(`Only ${summary.totalCruised} modules were seen, at least ${AT_LEAST} are there.`)
console.log(`${summary.totalCruised} modules, ${summary.violations.length} violations`)
process.exitCode = summary.violations.length > 0 || summary.totalCruised < AT_LEAST ? 1 : 0
