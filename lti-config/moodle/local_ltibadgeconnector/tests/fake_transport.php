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
 * Answers what a test says, and keeps what was posted.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class fake_transport extends transport {
    /** @var \stdClass[] What was posted: url, body and headers by name. */
    public $posted = [];

    /** @var answer[] What to answer next; afterwards everything is taken. */
    public $answers = [];

    /**
     * Keeps one post.
     *
     * @param string $url
     * @param string $body
     * @param string[] $headers
     * @return answer
     */
    public function post(string $url, string $body, array $headers): answer {
        $named = [];
        foreach ($headers as $line) {
            [$name, $value] = explode(': ', $line, 2);
            $named[$name] = $value;
        }
        $this->posted[] = (object) ['url' => $url, 'text' => $body, 'body' => json_decode($body), 'headers' => $named];
        return array_shift($this->answers) ?? new answer(202);
    }

    /**
     * The bodies of one type.
     *
     * @param string $type
     * @return \stdClass[]
     */
    public function of(string $type): array {
        $bodies = array_map(fn($post) => $post->body, $this->posted);
        return array_values(array_filter($bodies, fn($body) => $body->type === $type));
    }
}
