// Reads a calendar from standard input and prints what a calendar program would
// understand of it, as JSON.
import ICAL from 'ical.js';

let text = '';
for await (const part of process.stdin) text += part;
const calendar = new ICAL.Component(ICAL.parse(text));
const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone'));
ICAL.TimezoneService.register(zone.tzid, zone);
const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
const value = (name) => event.component.getFirstPropertyValue(name);
const attendee = event.attendees[0];
console.log(JSON.stringify({
  events: calendar.getAllSubcomponents('vevent').length,
  method: calendar.getFirstPropertyValue('method'),
  uid: event.uid,
  sequence: event.sequence,
  status: value('status'),
  start: event.startDate.toJSDate().toISOString(),
  end: event.endDate.toJSDate().toISOString(),
  zone: event.startDate.zone.tzid,
  summary: event.summary,
  text: event.description,
  link: value('url'),
  organizer: event.organizer,
  organizerName: event.component.getFirstProperty('organizer')?.getParameter('cn'),
  attendee: attendee?.getFirstValue(),
  rsvp: attendee?.getParameter('rsvp'),
}));
