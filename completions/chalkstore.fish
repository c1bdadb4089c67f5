complete --keep-order --exclusive --command chalkstore --arguments "(CHALKSTORE_COMPLETE=fish chalkstore -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
