// Package workers runs what happens after the commit: notices are sent, clocks
// that ran out are told, events get their place in the log.
//
// River only wakes; the tables are the truth. A job that is lost costs a wait
// until the next sweep, and one that runs twice does nothing the second time.
package workers
