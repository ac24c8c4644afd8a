// Schemas are made where the contract is imported: this comes before.
import './schemas-without-eval.ts'
import './app/start.ts'
