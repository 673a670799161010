-- What a person may be today besides what the issuer says: presiding over the
-- organ (主持工作), and deputy for colleagues on leave (代办). One round trip,
-- because every request asks.

-- name: ReadStanding :one
SELECT a.sector,
    EXISTS (SELECT 1 FROM presidings p WHERE p.agency_id = a.id AND p.user_id = @user_id AND p.from_day <= @today AND (p.to_day IS NULL OR p.to_day >= @today)) AS presiding,
    coalesce((SELECT array_agg(DISTINCT f) FROM leaves l JOIN users u ON u.id = l.user_id, unnest(u.functions) AS f
        WHERE l.deputy_id = @user_id AND u.agency_id = a.id AND l.from_day <= @today AND l.to_day >= @today), '{}')::text[] AS deputising
FROM agencies a WHERE a.id = @agency_id;
