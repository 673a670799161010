import { App, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useRenewInspection } from '../../../api/inspection';
import { setScheduleSettings, useScheduleSettings, type ScheduleSettings } from '../../../api/schedule';
import { Field } from '../../../components/Field';
import { ProblemNote } from '../../../components/ProblemNote';
import { Fold } from '../../../components/Section';
import { useLimitWords } from '../../../i18n/limits';
import { useScheduleWords } from '../../../i18n/schedule';
import { travelLines, travelText, vehicleLines, vehicleText } from './lines';

/** What schedules go by: minutes, ways and vehicles of one's own agency. */
export function Settings() {
  const w = useScheduleWords();
  const got = useScheduleSettings().data;
  return <Fold title={w.settings}>{got && <Form key={JSON.stringify(got)} got={got} />}</Fold>;
}

const numbers = ['half_day', 'visit', 'per_half', 'near', 'far', 'merge_days'] as const;

function Form({ got }: { got: ScheduleSettings }) {
  const w = useScheduleWords();
  const wl = useLimitWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const [s, setS] = useState(got);
  const [travel, setTravel] = useState(travelText(got.travel));
  const [vehicles, setVehicles] = useState(vehicleText(got.vehicles));
  const [area, setArea] = useState((got.area ?? []).join('，'));
  const [error, setError] = useState<unknown>();
  const ways = travelLines(travel);
  const cars = vehicleLines(vehicles);
  const save = async () => {
    setError(undefined);
    try {
      await setScheduleSettings({ ...s, travel: ways.list, vehicles: cars.list, area: area.split(/[,，、;；\s]+/).filter(Boolean) });
      void message.success(w.done);
      await renew();
    } catch (err) {
      setError(err);
    }
  };
  return (
    <>
      <p className="quiet">{w.settingsHelp}</p>
      <div className="insp-form">
        <Field label={w.set.base}>{(f) => <Input {...f} value={s.base} maxLength={60} onChange={(e) => setS({ ...s, base: e.target.value })} />}</Field>
        {numbers.map((n) => <Field key={n} label={w.set[n]}>{(f) => <InputNumber {...f} min={0} precision={0} style={{ width: '100%' }} value={s[n]} onChange={(v) => setS({ ...s, [n]: v ?? 0 })} />}</Field>)}
        <Field wide label={wl.area} hint={wl.areaHint} optional>{(f) => <Input {...f} maxLength={2000} value={area} onChange={(e) => setArea(e.target.value)} />}</Field>
        <Field wide label={w.set.travel} hint={w.set.travelHint} error={ways.bad ? w.badLine(ways.bad) : undefined}>{(f) => <Input.TextArea {...f} rows={3} value={travel} onChange={(e) => setTravel(e.target.value)} />}</Field>
        <Field wide label={w.set.vehicles} hint={w.set.vehiclesHint} error={cars.bad ? w.badLine(cars.bad) : undefined}>{(f) => <Input.TextArea {...f} rows={3} value={vehicles} onChange={(e) => setVehicles(e.target.value)} />}</Field>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      <div className="insp-acts"><Button type="primary" disabled={ways.bad > 0 || cars.bad > 0} onClick={() => void save()}>{w.save}</Button></div>
    </>
  );
}
