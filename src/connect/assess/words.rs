//! Phrases that several checks use.

pub(super) use crate::words::count;

/// From how many percent of `maxmemory` on a node is full, or is about to be.
pub(crate) const MEMORY_FULL_PERCENT: u64 = 95;

/// What to do about a user who may not do something, in every message: one list, so that following it once is enough.
/// Query servers read and write features, and read INFO and CLUSTER; the checks read CONFIG besides.
pub(crate) const ACL: &str = "give the user all that query servers and these checks need: `ACL SETUSER <user> ~* +@read \
                              +@write -@dangerous +ping +select +readonly +info +cluster|info +cluster|shards \
                              +cluster|slots +cluster|nodes +config|get` (`+acl|dryrun` besides lets NET015 see whether \
                              writes are allowed); a managed service may withhold a command altogether";

/// What to do where a server does not tell how much memory it has or uses.
pub(crate) const MEMORY_HIDDEN: &str = "see how full it is where it is run: its metrics, or `INFO memory` and `CONFIG GET maxmemory` on \
                                        the server itself; a proxy or a managed service may leave this out of what it tells";

#[cfg(test)]
mod tests {
    use super::ACL;
    use crate::report::catalogue::ALL;

    /// Whoever follows a page has to be done, as whoever follows a message is.
    #[test]
    fn pages_name_the_same_list() {
        let (_, list) = ACL.split_once('`').expect("it is quoted");
        let (list, _) = list.split_once('`').expect("it is quoted");
        let rules = list.strip_prefix("ACL SETUSER <user> ").expect("it begins with the command");
        let pages = ALL.iter().filter(|check| check.page.contains("ACL SETUSER"));
        let mut named = 0;
        for check in pages {
            let words: Vec<&str> = check.page.split_whitespace().collect();
            let page = words.join(" ");
            assert!(page.contains(rules), "{} has another list than messages: {rules}", check.code);
            assert_eq!(page.matches("ACL SETUSER").count(), page.matches(rules).count(), "{}", check.code);
            named += 1;
        }
        assert!(named >= 3, "the pages are not found any more");
    }
}
