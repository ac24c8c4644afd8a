#!/usr/bin/env node
import { ensureBuilt, ensureInstalled } from './bootstrap.mjs'
import { launch } from './launch.mjs'

ensureInstalled()
ensureBuilt()
launch(process.argv.slice(2))
