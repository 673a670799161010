// The pages of visits come as one piece: a telephone that has opened one of them has
// them all before the network goes, and the first page of the hub names one file less each.
export { default as ChecksPage } from './ChecksPage';
export { default as CheckPage } from './CheckPage';
export { default as HandoverPage } from './HandoverPage';
export { default as ReportPage } from './ReportPage';
export { default as CalendarPage } from '../calendar/CalendarPage';
