
set edit:completion:arg-completer[chalkstore] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) CHALKSTORE_COMPLETE="elvish" chalkstore -- $@words) | to-lines
}

