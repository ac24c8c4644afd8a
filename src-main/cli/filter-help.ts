/** Shown below the options of `runs list`; docs/command-line.md says it at length. */
export const FILTER_HELP = `
A filter is words that occur in a run, and fields with values; all of them must fit:
  val_accuracy > 0.9 optimizer:adam tag:paper -tag:old "free text" started>=2026-11-01
  (lr < 0.01 or batch_size = 64) status:completed training.schedule.type:cosine
":" asks for a part of a name and for the whole of anything else, "-" leaves out, "or" and brackets join.
Values: 90%, 1e-3, 20k, 1h30m, 20MB, 2026-11-01, today, 7d, none, nan.
Fields: name status data network tag experiment note, [val_|test_|last_]accuracy, loss and mae, val_r2,
best_epoch, optimizer, learning_rate (lr), batch_size, epochs, epochs_done, seed, parameters, size, duration,
started, end, kind, task, pinned, parent, group, id; and the path of any setting that is not the same in all runs.`
