<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace local_ltibadgeconnector;

/**
 * Sends what waits, one event after the other, until nothing is due, the time is up or the connector cannot be reached.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class sender {
    /** Rows looked at in one go. */
    private const BATCH = 200;

    /** Seconds until an event is tried again that the connector could not take, by the number of attempts. */
    private const WAITS = [60, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];

    /** Seconds until the next attempt when nobody answers, by the number of failures in a row. */
    private const PAUSES = [60, 60, 120, 300, 600, 900];

    /** Never wait longer than this, whatever the other side wishes. */
    private const LONGEST = 86400;

    /** What could not be delivered for so long is given up. */
    private const GIVE_UP_AFTER = 14 * 86400;

    /** @var transport */
    private $transport;

    /**
     * Makes a sender.
     *
     * @param transport|null $transport
     */
    public function __construct(?transport $transport = null) {
        $this->transport = $transport ?? new transport();
    }

    /**
     * Sends for at most so many seconds.
     *
     * @param int $seconds
     * @return int How many events the connector took.
     */
    public function run(int $seconds): int {
        $end = time() + $seconds;
        $taken = 0;
        if (!settings::is_ready() || (int) settings::get('pauseduntil') > time()) {
            return 0;
        }
        while ($rows = outbox::due(time(), self::BATCH)) {
            $dropped = [];
            foreach ($rows as $row) {
                if (isset($dropped[self::place($row)])) {
                    continue;
                }
                if (time() >= $end) {
                    return $this->finish($taken);
                }
                if ($row->type === outbox::ITEM_CHANGED || $row->type === outbox::COURSE_CHANGED
                        || $row->type === outbox::ENROLMENT_CHANGED) {
                    outbox::drop_repetitions($row);
                    $dropped[self::place($row)] = true;
                }
                $answer = $this->send($row);
                if ($answer === null) {
                    continue;
                }
                $taken += $answer->is_taken() ? 1 : 0;
                if (!$this->note($row, $answer)) {
                    return $this->finish($taken);
                }
            }
        }
        return $this->finish($taken);
    }

    /**
     * Sends a test at once, past the queue.
     *
     * @return answer
     */
    public function test(): answer {
        $row = (object) ['type' => outbox::TEST, 'eventname' => 'connection_test', 'occurred' => time(),
            'deliveryid' => 'msg_' . \core\uuid::generate()];
        $answer = $this->post($row, json_encode(payload::of($row)));
        if ($answer->is_taken()) {
            $this->works();
        } else {
            $this->failed($answer);
        }
        return $answer;
    }

    /**
     * Sends one row.
     *
     * @param \stdClass $row
     * @return answer|null Null when there was nothing to send.
     */
    private function send(\stdClass $row): ?answer {
        if ($row->type === outbox::ITEM_CHANGED) {
            outbox::expand($row);
            return null;
        }
        if ($row->body === null) {
            $data = payload::of($row);
            if ($data === null) {
                outbox::drop($row);
                return null;
            }
            outbox::keep_body($row, json_encode($data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION));
        }
        return $this->post($row, $row->body);
    }

    /**
     * Posts one event. Only the time of sending differs between attempts.
     *
     * @param \stdClass $row
     * @param string $data
     * @return answer
     */
    private function post(\stdClass $row, string $data): answer {
        $now = time();
        $body = '{"type":' . json_encode($row->type) . ',"timestamp":"' . payload::instant($now) . '","data":' . $data . '}';
        try {
            $headers = signature::headers(settings::secret(), $row->deliveryid, $now, $body);
        } catch (\moodle_exception $e) {
            return new answer(401, $e->getMessage());
        }
        return $this->transport->post(settings::endpoint(), $body, $headers);
    }

    /**
     * Notes what came of an attempt.
     *
     * @param \stdClass $row
     * @param answer $answer
     * @return bool Whether to go on.
     */
    private function note(\stdClass $row, answer $answer): bool {
        if ($answer->is_taken()) {
            outbox::sent($row, time());
            return true;
        }
        $this->failed($answer);
        if ($answer->is_gone()) {
            settings::set('stopped', time());
            return false;
        }
        if ($row->timecreated < time() - self::GIVE_UP_AFTER) {
            outbox::give_up($row, $answer->problem);
            return true;
        }
        if ($answer->concerns_all()) {
            $this->pause($answer);
            return false;
        }
        if ($answer->may_be_taken_later()) {
            $wait = self::WAITS[min((int) $row->attempts, count(self::WAITS) - 1)];
            outbox::postpone($row, time() + max(self::spread($wait), self::wish($answer)), $answer->problem);
            return true;
        }
        outbox::give_up($row, $answer->problem);
        return true;
    }

    /**
     * Waits with everything.
     *
     * @param answer $answer
     */
    private function pause(answer $answer): void {
        $failures = (int) settings::get('failures');
        $wait = self::PAUSES[min($failures, count(self::PAUSES) - 1)];
        settings::set('failures', $failures + 1);
        settings::set('pauseduntil', time() + max(self::spread($wait), self::wish($answer)));
    }

    /**
     * Keeps what an administrator will want to know.
     *
     * @param answer $answer
     */
    private function failed(answer $answer): void {
        settings::set('lasterror', \core_text::substr($answer->problem, 0, 255));
        settings::set('lasterrortime', time());
    }

    /**
     * The connector answers.
     */
    private function works(): void {
        settings::set('lastsuccess', time());
        settings::set('failures', 0);
        settings::set('pauseduntil', 0);
    }

    /**
     * Ends a run.
     *
     * @param int $taken
     * @return int
     */
    private function finish(int $taken): int {
        if ($taken > 0) {
            // What made the last attempt of this run fail still holds.
            $pauseduntil = (int) settings::get('pauseduntil');
            settings::set('lastsuccess', time());
            if ($pauseduntil <= time()) {
                settings::set('failures', 0);
            }
        }
        return $taken;
    }

    /**
     * How long the other side asks to wait, within reason.
     *
     * @param answer $answer
     * @return int
     */
    private static function wish(answer $answer): int {
        return min((int) $answer->retryafter, self::LONGEST);
    }

    /**
     * A fifth more or less, so that many sites do not come back in the same second.
     *
     * @param int $seconds
     * @return int
     */
    private static function spread(int $seconds): int {
        return $seconds + random_int(0, intdiv($seconds, 5));
    }

    /**
     * What rows have in common that would say the same.
     *
     * @param \stdClass $row
     * @return string
     */
    private static function place(\stdClass $row): string {
        return "$row->type/$row->courseid/$row->objectid";
    }
}
